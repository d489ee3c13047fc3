export {
  decodeTracerMeta,
  isTracerMetaShape,
  type DecodeTracerMetaOptions,
  type DecodeTracerMetaResult,
} from './decode.js';
export {
  encodeTracerMeta,
  encodeTracerMetaEvent,
  encodeTracerMetaRest,
  encodeTracerMetaStart,
  type EncodedTracerMeta,
  type EncodeTracerMetaOptions,
  type TracerMetaStart,
  type WrittenStart,
} from './encode.js';
export {
  createTracerMetaBridge,
  importTracerMeta,
  type ImportTracerMetaOptions,
  type TracerMetaBridgeOptions,
} from './import.js';
export { mapTracerMeta, type MapTracerMetaOptions } from './map.js';
export type { TracerMetaCode, TracerMetaDialect, TracerMetaOtel, TracerMetaRecord, TracerMetaRole } from './types.js';
