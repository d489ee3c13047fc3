"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.RequestReader = void 0;
const limits_js_1 = require("../limits.js");
const reader_js_1 = require("./reader.js");
/** A reader of one export request, which also counts the messages that become objects in memory. */
class RequestReader extends reader_js_1.ProtobufReader {
    messagesLeft = limits_js_1.REQUEST_MESSAGES_MAX;
    /** Counts one message; more than {@link REQUEST_MESSAGES_MAX} make the request invalid. */
    countMessage() {
        this.messagesLeft--;
        if (this.messagesLeft < 0)
            this.fail(`it has more than ${limits_js_1.REQUEST_MESSAGES_MAX} messages; send smaller requests`);
    }
}
exports.RequestReader = RequestReader;
//# sourceMappingURL=request-reader.js.map