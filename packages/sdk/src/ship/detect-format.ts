import type { RecordBridge } from '@spanbridge/core';
import { SpanbridgeError } from '@spanbridge/core';
import { createTracerMetaBridge } from '@spanbridge/bridges/tracer-meta';
import { SDK_ERROR_CODES } from '../errors.js';
import { createCrashHeaderBridge } from './crash-header-bridge.js';
import { SHIP_FORMATS, type ShipFormat } from './ship-options.js';

/**
 * The bridges that read records of a format, in the order in which they are asked; `auto` means all of them, and the
 * shape of each record decides. Throws `INVALID_OPTION` for a format that this version does not read.
 */
export function bridgesFor(format: ShipFormat, namespace: string): readonly RecordBridge[] {
  if (!SHIP_FORMATS.includes(format)) {
    throw new SpanbridgeError(
      SDK_ERROR_CODES.INVALID_OPTION,
      `The format ${JSON.stringify(format)} is not read by this version. Use one of: ${SHIP_FORMATS.join(', ')}.`,
    );
  }
  const bridges = [createTracerMetaBridge({ namespace }), createCrashHeaderBridge()];
  return format === 'auto' ? bridges : bridges.filter((bridge) => bridge.format === format);
}
