/** The port of OTLP over HTTP, and so of the local backend: what is set up for a Collector finds it unchanged. */
export const BACKEND_PORT = 4318;
