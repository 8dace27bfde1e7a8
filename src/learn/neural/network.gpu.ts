import { implementOnHost } from '../../implement/index.js';
import { modelBytes } from './models.gpu.js';
import { statedNetwork, type NetworkValue } from './network.js';

/** {@link statedNetwork}, on the host. */
export const statedNetworkOnHost = implementOnHost(
  statedNetwork,
  ({ params: { network } }): NetworkValue => {
    modelBytes(network.hash);
    return { hash: network.hash };
  },
);
