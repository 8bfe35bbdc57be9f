// Kernels with deliberate errors. The simulator must detect each.

extern "C" __global__ void sim_store(float* x, long long index, float value) {
    if (threadIdx.x == 0) x[index] = value;
}

extern "C" __global__ void sim_load(const float* x, long long index, float* out) {
    if (threadIdx.x == 0) out[0] = x[index];
}

// Writes all but the last of n elements.
extern "C" __global__ void sim_forget_last(float* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n - 1) out[i] = 1.0f;
}

extern "C" __global__ void sim_divergent_branch(float* out) {
    if (threadIdx.x < 16)
        __syncthreads();
    else
        __syncthreads();
    out[threadIdx.x] = 1.0f;
}

extern "C" __global__ void sim_divergent_exit(float* out) {
    if (threadIdx.x >= 16) return;
    __syncthreads();
    out[threadIdx.x] = 1.0f;
}

extern "C" __global__ void sim_divergent_warp(float* out) {
    if (threadIdx.x < 16) out[threadIdx.x] = __shfl_xor_sync(0xffffffffu, 1.0f, 1);
    out[threadIdx.x] = 0.0f;
}

// Reverses n elements through shared memory, without the barrier. Only one order of threads gives the right result.
extern "C" __global__ void sim_missing_barrier(const float* x, float* out, int n) {
    extern __shared__ float tile[];
    if ((int)threadIdx.x < n) tile[threadIdx.x] = x[threadIdx.x];
    if ((int)threadIdx.x < n) out[threadIdx.x] = tile[n - 1 - threadIdx.x];
}

extern "C" __global__ void sim_shared_beyond(float* out, int index) {
    extern __shared__ float tile[];
    tile[index] = 1.0f;
    out[0] = tile[index];
}

extern "C" __global__ void sim_static_shared_beyond(float* out, int index) {
    __shared__ float tile[32];
    tile[index] = 1.0f;
    out[0] = tile[index];
}

extern "C" __global__ void sim_local_beyond(float* out, int index) {
    struct {
        float v[4];
    } own = {{1, 2, 3, 4}};
    own.v[index & 7] += out[0];
    out[0] = own.v[0] + own.v[1] + own.v[2] + own.v[3];
}

extern "C" __global__ void sim_shared_unwritten(float* out) {
    __shared__ float tile[32];
    if (blockIdx.x == 0 && threadIdx.x == 0) tile[3] = 1.0f;
    __syncthreads();
    if (threadIdx.x == 0) out[blockIdx.x] = tile[3];
}

extern "C" __global__ void sim_vector_load(const float* x, int offset, float* out) {
    float4 v = *reinterpret_cast<const float4*>(x + offset);
    out[0] = v.x + v.y + v.z + v.w;
}

extern "C" __global__ void sim_divide(int* out, int by) { out[0] = 7 / by; }

extern "C" __global__ void sim_endless(volatile int* flag) {
    while (*flag != 12345) {
    }
}

extern "C" __global__ void __launch_bounds__(64) sim_bounded(float* out) { out[threadIdx.x] = 1.0f; }
