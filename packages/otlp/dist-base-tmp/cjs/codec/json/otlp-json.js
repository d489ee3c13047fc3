"use strict";
/**
 * The shapes of OTLP/JSON as this package writes them (opentelemetry-proto, protobuf's JSON mapping with hex ids).
 * 64-bit integers are decimal strings, enums are integers, names are lowerCamelCase. Optional members that have nothing
 * to say are undefined, which `JSON.stringify` leaves out.
 */
Object.defineProperty(exports, "__esModule", { value: true });
//# sourceMappingURL=otlp-json.js.map