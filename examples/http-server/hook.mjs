// What a program of ES modules needs besides: `import { createServer } from 'node:http'` is seen by this hook alone.
import { register } from 'node:module';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
