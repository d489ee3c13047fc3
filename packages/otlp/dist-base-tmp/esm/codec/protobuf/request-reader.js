import { REQUEST_MESSAGES_MAX } from '../limits.js';
import { ProtobufReader } from './reader.js';
/** A reader of one export request, which also counts the messages that become objects in memory. */
export class RequestReader extends ProtobufReader {
    messagesLeft = REQUEST_MESSAGES_MAX;
    /** Counts one message; more than {@link REQUEST_MESSAGES_MAX} make the request invalid. */
    countMessage() {
        this.messagesLeft--;
        if (this.messagesLeft < 0)
            this.fail(`it has more than ${REQUEST_MESSAGES_MAX} messages; send smaller requests`);
    }
}
//# sourceMappingURL=request-reader.js.map