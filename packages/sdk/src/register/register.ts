import { defaultTextMapGetter, diag, ROOT_CONTEXT } from '@opentelemetry/api';
import { installStderrLogger } from '../config/stderr-logger.js';
import { AsyncContext } from '../context/async-context.js';
import { createPropagator } from '../context/composite-propagator.js';
import { watchExits } from '../exit/exit-watch.js';
import { NothingTaker } from '../provider/nothing-taker.js';
import { SpanbridgeTracerProvider } from '../provider/spanbridge-tracer-provider.js';
import { detectResource } from '../resource/detect-resource.js';
import { createCrashView, withJournal } from './crash-view.js';
import { createExporter } from './create-exporter.js';
import { createLogExporter } from './create-log-exporter.js';
import { createSampler } from './create-sampler.js';
import { describeOptions, oneRegistration } from './one-registration.js';
import type { RegisterOptions, Registration } from './register-options.js';
import { ActiveRegistration, DisabledRegistration } from './registration.js';
import { setGlobals } from './set-globals.js';
import { type RegisterConfig, settleConfig } from './settle-config.js';

/**
 * Makes spanbridge the tracer provider of this program: the spans of the program and of its instrumentations are
 * delivered, also when it ends. A further call answers the same registration.
 *
 * Variables of OpenTelemetry and ours say what the options leave out; a value that cannot be used is told and ignored.
 *
 * @throws SpanbridgeError for an option that cannot be used
 */
export function register(options: RegisterOptions = {}): Registration {
  return oneRegistration(describeOptions(options), warnerOf(options), () => registerFirst(options));
}

function registerFirst(options: RegisterOptions): Registration {
  const config = settleConfig(options, process.env);
  installStderrLogger(config.otel.logLevel ?? 'info');
  const warn = warnerOf(options);
  for (const message of config.warnings) warn(message);
  const registration = config.otel.isDisabled ? new DisabledRegistration() : activate(options, config, warn);
  const propagator = options.propagator ?? createPropagator(config.otel.propagators);
  const rootContext = propagator.extract(ROOT_CONTEXT, config.otel.parent, defaultTextMapGetter);
  const provider = config.otel.isDisabled ? undefined : registration.provider;
  setGlobals({ provider, context: new AsyncContext(rootContext), propagator }, warn);
  return registration;
}

function activate(options: RegisterOptions, config: RegisterConfig, warn: (message: string) => void): Registration {
  const crash = createCrashView(config, warn);
  const exporter = createExporter(withJournal(config, crash?.journal), warn);
  const logExporter = options.logExporter ?? createLogExporter(config, warn);
  const { otel, spanLimits, commandArgs, shutdownTimeoutMs } = config;
  const sampler = options.sampler ?? (otel.sampler === undefined ? undefined : createSampler(otel.sampler));
  const resource = detectResource({
    serviceName: options.serviceName ?? otel.serviceName,
    environmentAttributes: otel.resourceAttributes,
    resource: options.resource,
    commandArgs,
    env: process.env,
  });
  const { idGenerator, spanProcessors, signals = true } = options;
  const { provisional, provisionalMinAgeMs, events } = config;
  const { provisionalHeartbeatMs } = options;
  const provider = new SpanbridgeTracerProvider({
    exporter: exporter ?? new NothingTaker(),
    inFlight: {
      ...{ provisional, provisionalMinAgeMs, provisionalHeartbeatMs, logExporter, events },
      journal: crash?.journal,
    },
    ...{ resource, sampler, spanLimits, idGenerator, spanProcessors, warn },
  });
  const registration = new ActiveRegistration(provider, {
    hasFiles: config.spool !== undefined || crash !== undefined,
    shutdownTimeoutMs,
    endRecovery: async (timeoutMs) => crash?.recovery?.end(timeoutMs),
  });
  registration.watchedBy(watchExits({ target: registration, timeoutMs: shutdownTimeoutMs, signals }));
  return registration;
}

function warnerOf({ warn }: RegisterOptions): (message: string) => void {
  return (message) => {
    try {
      if (warn === undefined) diag.warn(message);
      else warn(message);
    } catch {
      // A function of the program that throws must not break it, and there is nobody left to tell.
    }
  };
}
