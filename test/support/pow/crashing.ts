/** A searching thread that ends as soon as it begins. */
throw new Error("this thread crashes")
