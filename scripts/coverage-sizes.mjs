// How often intervals of size distributions hold the truth, in simulated windows:
// node scripts/coverage-sizes.mjs [WINDOWS]
import { runBench } from './bench-bundle.mjs';

process.exitCode = await runBench('coverage-sizes.js');
