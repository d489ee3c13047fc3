import { ProtobufWriter } from './writer.js';
/** Writes attributes in the order of the object's own keys, each as a KeyValue under `tag`. */
export declare function writeAttributes(writer: ProtobufWriter, tag: number, attributes: Readonly<Record<string, unknown>>): void;
//# sourceMappingURL=any-value.d.ts.map