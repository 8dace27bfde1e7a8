import './count_gpu_bytes.js';
import '../../src/worker/entry.js';
