// A process that holds a spill of 80 MiB until it is ended from outside.
import { openStore } from '../../src/engine/spill/index.js';

const store = await openStore(80 * 2 ** 20);
for (let at = 0; at < store.bytes; at += 2 ** 23) await store.write(at, new Uint8Array(2 ** 23));
console.log('held');
setInterval(() => undefined, 1000);
