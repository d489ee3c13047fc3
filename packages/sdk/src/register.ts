// Behind `node --import @spanbridge/sdk/register` and `node --require @spanbridge/sdk/register`: registers with what
// the environment says. The program must run whatever happens here.
import { diag } from '@opentelemetry/api';
import { installStderrLogger } from './config/stderr-logger.js';
import { register } from './register/register.js';

try {
  register();
} catch (error) {
  installStderrLogger('info');
  diag.error(`spanbridge could not register, and nothing is traced: ${String(error)}`);
}
