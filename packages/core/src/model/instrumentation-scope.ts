/**
 * Who made a span, as OTel names it. Spelt out here and not taken from `@opentelemetry/core`: that package is tied to
 * one SDK line, and this is all that a span needs of it.
 */
export interface InstrumentationScope {
  readonly name: string;
  readonly version?: string;
  readonly schemaUrl?: string;
}
