// The benchmark on the fastest adapter at hand: npm run bench -- [options], see --help
import { runBench } from './bench-bundle.mjs';

process.exitCode = await runBench('main.js');
