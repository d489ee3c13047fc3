import { crc32 } from 'node:zlib';

/** The version that this code writes, and the newest that it reads. */
export const FORMAT_VERSION = 1;

/** Bytes of the header that begins every file of a checkpoint. */
export const HEADER_BYTES = 64;

/** The part of the header that all versions have in common: magic, version, their checksum. */
export const PREFIX_BYTES = 16;

/** What the header of a slot or of a log says; FORMAT.md draws it. */
export type FileHeader = SlotHeader | LogHeader;

/** The header of a slot. */
export interface SlotHeader {
  readonly kind: 'slot';
  readonly generation: number;
  readonly bodyBytes: number;
  readonly bodyCrc: number;
}

/** The header of a log. */
export interface LogHeader {
  readonly kind: 'log';
  readonly generation: number;
  /** Undefined when the slot of this generation was written without relying upon an earlier log. */
  readonly continues: LogPosition | undefined;
}

/** A place in the previous log: the slot of a generation that continues it covers everything before. */
export interface LogPosition {
  readonly generation: number;
  readonly lengthBytes: number;
}

/** What the first bytes of a file turn out to be. `newer`: whole, but made by a later version of this code. */
export type HeaderResult =
  | { readonly status: 'good'; readonly header: FileHeader }
  | { readonly status: 'newer'; readonly version: number }
  | { readonly status: 'damaged' };

const MAGIC = Buffer.from('SBCHKPT\n', 'latin1');
const SLOT = 1;
const LOG = 2;

/** Where the checksum of the whole header stands. */
const CRC_AT = 60;

/** The bytes of a header. */
export function encodeHeader(header: FileHeader): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt32LE(FORMAT_VERSION, 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 12)), 12);
  bytes.writeUInt32LE(header.kind === 'slot' ? SLOT : LOG, 16);
  bytes.writeBigUInt64LE(BigInt(header.generation), 24);
  if (header.kind === 'slot') {
    bytes.writeUInt32LE(header.bodyCrc, 20);
    bytes.writeBigUInt64LE(BigInt(header.bodyBytes), 32);
  } else {
    bytes.writeBigUInt64LE(BigInt(header.continues?.generation ?? 0), 40);
    bytes.writeBigUInt64LE(BigInt(header.continues?.lengthBytes ?? 0), 48);
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT);
  return bytes;
}

/** Reads the header at the start of a file. */
export function decodeHeader(bytes: Buffer): HeaderResult {
  if (!isPrefixWhole(bytes)) return { status: 'damaged' };
  const version = bytes.readUInt32LE(8);
  if (version > FORMAT_VERSION) return { status: 'newer', version };
  if (version < FORMAT_VERSION || bytes.length < HEADER_BYTES) return { status: 'damaged' };
  if (bytes.readUInt32LE(CRC_AT) !== crc32(bytes.subarray(0, CRC_AT))) return { status: 'damaged' };
  const header = decodeFields(bytes);
  return header === undefined ? { status: 'damaged' } : { status: 'good', header };
}

function isPrefixWhole(bytes: Buffer): boolean {
  if (bytes.length < PREFIX_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return false;
  return bytes.readUInt32LE(12) === crc32(bytes.subarray(0, 12));
}

function decodeFields(bytes: Buffer): FileHeader | undefined {
  const generation = Number(bytes.readBigUInt64LE(24));
  switch (bytes.readUInt32LE(16)) {
    case SLOT:
      return {
        kind: 'slot',
        generation,
        bodyBytes: Number(bytes.readBigUInt64LE(32)),
        bodyCrc: bytes.readUInt32LE(20),
      };
    case LOG: {
      const previous = Number(bytes.readBigUInt64LE(40));
      const lengthBytes = Number(bytes.readBigUInt64LE(48));
      const continues = previous === 0 ? undefined : { generation: previous, lengthBytes };
      return { kind: 'log', generation, continues };
    }
    default:
      return undefined;
  }
}
