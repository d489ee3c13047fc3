import { Root } from 'protobufjs';
import { readProto, TracesData } from '../../packages/otlp/test/support/proto.js';
import { unsignedOf } from '../support/oracle/wire.js';
