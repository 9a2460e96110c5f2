"""Stands in for torch: the SDK asks a module of this name for its dtypes, even where it works with numpy."""

float16, float32, float64 = "torch.float16", "torch.float32", "torch.float64"
uint8, int8, int16, int32, int64 = "torch.uint8", "torch.int8", "torch.int16", "torch.int32", "torch.int64"
bool = "torch.bool"
