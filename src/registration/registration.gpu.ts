// The end of a registration, on the host.
import { implementOnHost } from '../implement/index.js';
import { concluded, registration } from './registration.js';

/** {@link registration}, on the host. */
export const registrationOnHost = implementOnHost(registration, ({ inputs, params }) =>
  concluded(inputs.level, params),
);
