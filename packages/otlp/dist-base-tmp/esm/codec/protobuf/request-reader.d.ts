import { ProtobufReader } from './reader.js';
/** A reader of one export request, which also counts the messages that become objects in memory. */
export declare class RequestReader extends ProtobufReader {
    private messagesLeft;
    /** Counts one message; more than {@link REQUEST_MESSAGES_MAX} make the request invalid. */
    countMessage(): void;
}
//# sourceMappingURL=request-reader.d.ts.map