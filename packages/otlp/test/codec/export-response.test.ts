import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import fc from 'fast-check';
import {
  decodeExportResponse,
  decodeStatus,
  encodeExportResponse,
  encodeStatus,
} from '../../src/codec/export-response.js';
import {
  ExportLogsServiceResponse,
  ExportTraceServiceResponse,
  readProto,
  Status,
  writeProto,
} from '../support/proto.js';

const PARTIAL = { rejectedSpans: 3, errorMessage: 'three spans were too old' };

describe('an export response', () => {
  it('of full success leaves partial_success unset', () => {
    expect(encodeExportResponse(undefined, 'protobuf')).toHaveLength(0);
    expect(new TextDecoder().decode(encodeExportResponse(undefined, 'json'))).toBe('{}');
  });

  it('of partial success is read by the published definitions and by the official deserialiser', () => {
    const bytes = encodeExportResponse(PARTIAL, 'protobuf');
    expect(readProto(ExportTraceServiceResponse, bytes)).toEqual({
      partialSuccess: { rejectedSpans: '3', errorMessage: 'three spans were too old' },
    });
    expect(ProtobufTraceSerializer.deserializeResponse(bytes)).toEqual({ partialSuccess: PARTIAL });
  });

  it('of partial success has the count as text in JSON', () => {
    expect(new TextDecoder().decode(encodeExportResponse(PARTIAL, 'json'))).toBe(
      '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"three spans were too old"}}',
    );
  });

  it('is read back in both encodings', () => {
    for (const encoding of ['protobuf', 'json'] as const) {
      const bytes = encodeExportResponse(PARTIAL, encoding);
      expect(decodeExportResponse(bytes, encoding)).toEqual({ status: 'decoded', partialSuccess: PARTIAL });
      expect(decodeExportResponse(encodeExportResponse(undefined, encoding), encoding)).toEqual({ status: 'decoded' });
    }
  });

  it('written by protobufjs is read', () => {
    const bytes = writeProto(ExportTraceServiceResponse, { partialSuccess: { rejectedSpans: 70_000 } });
    expect(decodeExportResponse(bytes, 'protobuf')).toEqual({
      status: 'decoded',
      partialSuccess: { rejectedSpans: 70_000, errorMessage: '' },
    });
  });

  it('with an empty body means full success', () => {
    expect(decodeExportResponse(new Uint8Array(), 'json')).toEqual({ status: 'decoded' });
  });

  it('that is garbage is invalid and never throws', () => {
    expect(decodeExportResponse(Buffer.from('<html>'), 'json')).toMatchObject({ status: 'invalid' });
    expect(decodeExportResponse(Buffer.from('[]'), 'json')).toMatchObject({ status: 'invalid' });
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('protobuf', 'json'), (bytes, encoding) => {
        decodeExportResponse(bytes, encoding);
        decodeStatus(bytes, encoding);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a status', () => {
  it('is read by the published definition', () => {
    const bytes = encodeStatus({ code: 3, message: 'the body is not protobuf' }, 'protobuf');
    expect(readProto(Status, bytes)).toEqual({ code: 3, message: 'the body is not protobuf' });
  });

  it('is read back in both encodings', () => {
    for (const encoding of ['protobuf', 'json'] as const) {
      expect(decodeStatus(encodeStatus({ code: 14, message: 'stopping' }, encoding), encoding)).toEqual({
        status: 'decoded',
        code: 14,
        message: 'stopping',
      });
    }
  });
});

describe('an export response about logs', () => {
  it('is read by the published definitions', () => {
    expect(readProto(ExportLogsServiceResponse, encodeExportResponse(PARTIAL, 'protobuf', 'logs'))).toEqual({
      partialSuccess: { rejectedLogRecords: '3', errorMessage: 'three spans were too old' },
    });
  });

  it('has the name of its signal in JSON, and is read back in both encodings', () => {
    expect(new TextDecoder().decode(encodeExportResponse(PARTIAL, 'json', 'logs'))).toBe(
      '{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"three spans were too old"}}',
    );
    for (const encoding of ['protobuf', 'json'] as const) {
      const bytes = encodeExportResponse(PARTIAL, encoding, 'logs');
      expect(decodeExportResponse(bytes, encoding, 'logs')).toEqual({ status: 'decoded', partialSuccess: PARTIAL });
    }
  });
});
