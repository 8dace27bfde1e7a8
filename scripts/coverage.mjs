// Measures how often intervals of fractions hold the truth and prints the tables: npm run coverage
// [-- --groups 12]
import { runBench } from './bench-bundle.mjs';

process.exitCode = await runBench('coverage.js');
