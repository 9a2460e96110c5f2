/* The yardsticks of bench/pow.ts in C: scans of the classic seal for the upper 32 bits of its number, in three ways.
 *
 * Reads lines "scalar|sse|avx2 SEED HIGH START COUNT THRESHOLD", the seed in hex, and answers each with how many nonces were
 * hits, their sum, and the nanoseconds of CPU time that it took.
 */
#include <immintrin.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
static const uint32_t IV[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
static const uint64_t RC[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
    0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
    0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

static uint32_t block[16]; /* the words of the message as SHA-256 reads them; the first is the nonce's low word */

/* ---- Keccak, for any type of lane: X, ROL and CHI are macros. The last round is cut down to lane 0. */
#define KECCAK(T, A, X, ROL, CHI, RCONST)                                                                                                  \
  do {                                                                                                                                     \
    for (int r = 0; r < 24; r++) {                                                                                                         \
      T C0 = X(X(X(X(A[0], A[5]), A[10]), A[15]), A[20]), C1 = X(X(X(X(A[1], A[6]), A[11]), A[16]), A[21]),                                \
        C2 = X(X(X(X(A[2], A[7]), A[12]), A[17]), A[22]), C3 = X(X(X(X(A[3], A[8]), A[13]), A[18]), A[23]),                                \
        C4 = X(X(X(X(A[4], A[9]), A[14]), A[19]), A[24]);                                                                                  \
      T D0 = X(C4, ROL(C1, 1)), D1 = X(C0, ROL(C2, 1)), D2 = X(C1, ROL(C3, 1)), D3 = X(C2, ROL(C4, 1)), D4 = X(C3, ROL(C0, 1));            \
      T B0 = X(A[0], D0), B1 = ROL(X(A[6], D1), 44), B2 = ROL(X(A[12], D2), 43), B3, B4;                                                   \
      if (r == 23) { A[0] = X(CHI(B0, B1, B2), RCONST(r)); break; }                                                                        \
      T E[25];                                                                                                                             \
      B3 = ROL(X(A[18], D3), 21); B4 = ROL(X(A[24], D4), 14);                                                                              \
      E[0] = X(CHI(B0, B1, B2), RCONST(r)); E[1] = CHI(B1, B2, B3); E[2] = CHI(B2, B3, B4); E[3] = CHI(B3, B4, B0); E[4] = CHI(B4, B0, B1);  \
      B0 = ROL(X(A[3], D3), 28); B1 = ROL(X(A[9], D4), 20); B2 = ROL(X(A[10], D0), 3); B3 = ROL(X(A[16], D1), 45); B4 = ROL(X(A[22], D2), 61); \
      E[5] = CHI(B0, B1, B2); E[6] = CHI(B1, B2, B3); E[7] = CHI(B2, B3, B4); E[8] = CHI(B3, B4, B0); E[9] = CHI(B4, B0, B1);              \
      B0 = ROL(X(A[1], D1), 1); B1 = ROL(X(A[7], D2), 6); B2 = ROL(X(A[13], D3), 25); B3 = ROL(X(A[19], D4), 8); B4 = ROL(X(A[20], D0), 18);  \
      E[10] = CHI(B0, B1, B2); E[11] = CHI(B1, B2, B3); E[12] = CHI(B2, B3, B4); E[13] = CHI(B3, B4, B0); E[14] = CHI(B4, B0, B1);         \
      B0 = ROL(X(A[4], D4), 27); B1 = ROL(X(A[5], D0), 36); B2 = ROL(X(A[11], D1), 10); B3 = ROL(X(A[17], D2), 15); B4 = ROL(X(A[23], D3), 56); \
      E[15] = CHI(B0, B1, B2); E[16] = CHI(B1, B2, B3); E[17] = CHI(B2, B3, B4); E[18] = CHI(B3, B4, B0); E[19] = CHI(B4, B0, B1);         \
      B0 = ROL(X(A[2], D2), 62); B1 = ROL(X(A[8], D3), 55); B2 = ROL(X(A[14], D4), 39); B3 = ROL(X(A[15], D0), 41); B4 = ROL(X(A[21], D1), 2); \
      E[20] = CHI(B0, B1, B2); E[21] = CHI(B1, B2, B3); E[22] = CHI(B2, B3, B4); E[23] = CHI(B3, B4, B0); E[24] = CHI(B4, B0, B1);         \
      memcpy(A, E, sizeof E);                                                                                                              \
    }                                                                                                                                      \
  } while (0)

/* ---- SHA-256, for any type of word. */
#define SHA256(T, W, H, ADD, XOR, AND, ROR, SHR, CH, SET)                                                                                  \
  do {                                                                                                                                     \
    T a = SET(IV[0]), b = SET(IV[1]), c = SET(IV[2]), d = SET(IV[3]), e = SET(IV[4]), f = SET(IV[5]), g = SET(IV[6]), h = SET(IV[7]);      \
    T bc = XOR(b, c);                                                                                                                      \
    _Pragma("GCC unroll 64") for (int t = 0; t < 64; t++) {                                                                                \
      if (t >= 16) {                                                                                                                       \
        T x = W[(t + 1) & 15], y = W[(t + 14) & 15];                                                                                       \
        W[t & 15] = ADD(ADD(W[t & 15], W[(t + 9) & 15]),                                                                                   \
                        ADD(XOR(XOR(ROR(x, 7), ROR(x, 18)), SHR(x, 3)), XOR(XOR(ROR(y, 17), ROR(y, 19)), SHR(y, 10))));                    \
      }                                                                                                                                    \
      T t1 = ADD(ADD(ADD(h, ADD(SET(K[t]), W[t & 15])), CH(e, f, g)), XOR(XOR(ROR(e, 6), ROR(e, 11)), ROR(e, 25)));                        \
      T ab = XOR(a, b), t2 = ADD(XOR(AND(ab, bc), b), XOR(XOR(ROR(a, 2), ROR(a, 13)), ROR(a, 22)));                                        \
      bc = ab; h = g; g = f; f = e; e = ADD(d, t1); d = c; c = b; b = a; a = ADD(t1, t2);                                                  \
    }                                                                                                                                      \
    H[0] = ADD(a, SET(IV[0])); H[1] = ADD(b, SET(IV[1])); H[2] = ADD(c, SET(IV[2])); H[3] = ADD(d, SET(IV[3]));                            \
    H[4] = ADD(e, SET(IV[4])); H[5] = ADD(f, SET(IV[5])); H[6] = ADD(g, SET(IV[6])); H[7] = ADD(h, SET(IV[7]));                            \
  } while (0)

typedef struct { uint64_t hits, sum; } Found;

static inline void note(Found *found, uint64_t lane, uint32_t low, uint32_t threshold) {
  if (__builtin_bswap32((uint32_t)lane) <= threshold) { found->hits++; found->sum += low; }
}

/* ---- one nonce at a time, in registers of 64 bits */
#define X1(a, b) ((a) ^ (b))
#define ROL1(a, n) (((a) << (n)) | ((a) >> (64 - (n))))
#define CHI1(a, b, c) ((a) ^ (~(b) & (c)))
#define RC1(r) RC[r]
#define ADD32(a, b) ((a) + (b))
#define AND32(a, b) ((a) & (b))
#define ROR32(a, n) (((a) >> (n)) | ((a) << (32 - (n))))
#define SHR32(a, n) ((a) >> (n))
#define CH32(e, f, g) ((g) ^ ((e) & ((f) ^ (g))))
#define SET32(v) (v)

static Found scalar(uint32_t start, uint32_t count, uint32_t threshold) {
  Found found = {0, 0};
  for (uint32_t i = 0; i < count; i++) {
    uint32_t W[16], H[8];
    memcpy(W, block, sizeof W);
    W[0] = __builtin_bswap32(start + i);
    SHA256(uint32_t, W, H, ADD32, X1, AND32, ROR32, SHR32, CH32, SET32);
    uint64_t A[25] = {0};
    for (int k = 0; k < 4; k++) A[k] = __builtin_bswap32(H[2 * k]) | (uint64_t)__builtin_bswap32(H[2 * k + 1]) << 32;
    A[4] = 1; A[16] = 1ull << 63;
    KECCAK(uint64_t, A, X1, ROL1, CHI1, RC1);
    note(&found, A[0], start + i, threshold);
  }
  return found;
}

/* ---- four nonces at a time: SHA-256 by 128-bit vectors, Keccak in two pairs; what WebAssembly can do at best */
typedef __m128i V;
#define XV(a, b) _mm_xor_si128(a, b)
#define ROLV(a, n) _mm_or_si128(_mm_slli_epi64(a, n), _mm_srli_epi64(a, 64 - (n)))
#define CHIV(a, b, c) _mm_xor_si128(a, _mm_andnot_si128(b, c))
#define RCV(r) _mm_set1_epi64x((long long)RC[r])
#define ADDV(a, b) _mm_add_epi32(a, b)
#define ANDV(a, b) _mm_and_si128(a, b)
#define RORV(a, n) _mm_or_si128(_mm_srli_epi32(a, n), _mm_slli_epi32(a, 32 - (n)))
#define SHRV(a, n) _mm_srli_epi32(a, n)
#define CHV(e, f, g) _mm_xor_si128(g, _mm_and_si128(e, _mm_xor_si128(f, g)))
#define SETV(v) _mm_set1_epi32((int)(v))

static Found sse(uint32_t start, uint32_t count, uint32_t threshold) {
  Found found = {0, 0};
  for (uint32_t i = 0; i < count; i += 4) {
    V W[16], H[8];
    uint32_t out[8][4];
    for (int k = 1; k < 16; k++) W[k] = SETV(block[k]);
    for (int k = 0; k < 4; k++) out[0][k] = __builtin_bswap32(start + i + k);
    W[0] = _mm_loadu_si128((V *)out[0]);
    SHA256(V, W, H, ADDV, XV, ANDV, RORV, SHRV, CHV, SETV);
    for (int k = 0; k < 8; k++) _mm_storeu_si128((V *)out[k], H[k]);
    for (int pair = 0; pair < 4; pair += 2) {
      V A[25];
      uint64_t lanes[2];
      memset(A, 0, sizeof A);
      for (int k = 0; k < 4; k++) {
        for (int n = 0; n < 2; n++)
          lanes[n] = __builtin_bswap32(out[2 * k][pair + n]) | (uint64_t)__builtin_bswap32(out[2 * k + 1][pair + n]) << 32;
        A[k] = _mm_loadu_si128((V *)lanes);
      }
      A[4] = _mm_set1_epi64x(1); A[16] = _mm_set1_epi64x((long long)(1ull << 63));
      KECCAK(V, A, XV, ROLV, CHIV, RCV);
      _mm_storeu_si128((V *)lanes, A[0]);
      for (int n = 0; n < 2; n++) note(&found, lanes[n], start + i + pair + n, threshold);
    }
  }
  return found;
}

/* ---- four nonces at a time: four SHA-NI streams woven together, Keccak by 256-bit vectors; the best of this processor short of AVX-512 */
typedef __m256i Y;
#define XY(a, b) _mm256_xor_si256(a, b)
#define ROLY(a, n) _mm256_or_si256(_mm256_slli_epi64(a, n), _mm256_srli_epi64(a, 64 - (n)))
#define CHIY(a, b, c) _mm256_xor_si256(a, _mm256_andnot_si256(b, c))
#define RCY(r) _mm256_set1_epi64x((long long)RC[r])
#define EACH for (int n = 0; n < 4; n++)

/* Apart and after vzeroupper: SHA-NI has no VEX form, and pays dearly for what AVX left in the upper halves. */
__attribute__((noinline)) static void sha256x4(const uint32_t first[4], uint32_t out[4][8]) {
  _mm256_zeroupper();
  V m[4][4], abef[4], cdgh[4];
  const V a0 = _mm_set_epi32(IV[0], IV[1], IV[4], IV[5]), c0 = _mm_set_epi32(IV[2], IV[3], IV[6], IV[7]);
  EACH {
    for (int k = 0; k < 4; k++) m[n][k] = _mm_loadu_si128((const V *)block + k);
    m[n][0] = _mm_insert_epi32(m[n][0], (int)first[n], 0);
    abef[n] = a0; cdgh[n] = c0;
  }
  _Pragma("GCC unroll 16") for (int r = 0; r < 16; r++) {
    const V k = _mm_loadu_si128((const V *)K + r);
    V w[4];
    EACH w[n] = _mm_add_epi32(m[n][r & 3], k);
    EACH cdgh[n] = _mm_sha256rnds2_epu32(cdgh[n], abef[n], w[n]);
    EACH w[n] = _mm_shuffle_epi32(w[n], 0x0e);
    EACH abef[n] = _mm_sha256rnds2_epu32(abef[n], cdgh[n], w[n]);
    if (r < 12) EACH {
      V next = _mm_sha256msg1_epu32(m[n][r & 3], m[n][(r + 1) & 3]);
      next = _mm_add_epi32(next, _mm_alignr_epi8(m[n][(r + 3) & 3], m[n][(r + 2) & 3], 4));
      m[n][r & 3] = _mm_sha256msg2_epu32(next, m[n][(r + 3) & 3]);
    }
  }
  EACH {
    const V a = _mm_add_epi32(abef[n], a0), c = _mm_add_epi32(cdgh[n], c0);
    const V order = _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15); /* reverses the words and their bytes */
    _mm_storeu_si128((V *)out[n], _mm_shuffle_epi8(_mm_unpackhi_epi64(c, a), order));
    _mm_storeu_si128((V *)(out[n] + 4), _mm_shuffle_epi8(_mm_unpacklo_epi64(c, a), order));
  }
}

static Found avx2(uint32_t start, uint32_t count, uint32_t threshold) {
  Found found = {0, 0};
  for (uint32_t i = 0; i < count; i += 4) {
    uint32_t first[4], out[4][8];
    uint64_t lanes[4];
    EACH first[n] = __builtin_bswap32(start + i + n);
    sha256x4(first, out);
    Y A[25];
    memset(A, 0, sizeof A);
    for (int k = 0; k < 4; k++) {
      EACH memcpy(&lanes[n], &out[n][2 * k], 8);
      A[k] = _mm256_loadu_si256((Y *)lanes);
    }
    A[4] = _mm256_set1_epi64x(1); A[16] = _mm256_set1_epi64x((long long)(1ull << 63));
    KECCAK(Y, A, XY, ROLY, CHIY, RCY);
    _mm256_storeu_si256((Y *)lanes, A[0]);
    EACH note(&found, lanes[n], start + i + n, threshold);
  }
  return found;
}

static uint64_t cpu(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int main(void) {
  char way[8], seed[65];
  uint32_t high, start, count, threshold;
  while (scanf("%7s %64s %" SCNu32 " %" SCNu32 " %" SCNu32 " %" SCNu32, way, seed, &high, &start, &count, &threshold) == 6) {
    memset(block, 0, sizeof block);
    block[1] = __builtin_bswap32(high);
    for (int k = 0; k < 8; k++) sscanf(seed + 8 * k, "%8" SCNx32, &block[2 + k]);
    block[10] = 0x80000000u; block[15] = 320;
    const uint64_t before = cpu();
    const Found found = (way[0] == 'a' ? avx2 : way[1] == 's' ? sse : scalar)(start, count, threshold);
    printf("{\"hits\":%" PRIu64 ",\"sum\":%" PRIu64 ",\"nanos\":%" PRIu64 "}\n", found.hits, found.sum, cpu() - before);
    fflush(stdout);
  }
  return 0;
}
