import { explainConnectFault } from './connect-fault.js';
import { addressOf, type DeliveryFault, type TransportFault } from './delivery-fault.js';
import { explainStatusFault } from './status-fault.js';

/** What a fault between an exporter and its destination is, in words for a person. Pure. */
export function explainFault(fault: TransportFault): DeliveryFault {
  switch (fault.type) {
    case 'connection':
      return explainConnectFault(fault.error, fault.url);
    case 'timeout':
      return {
        kind: 'timeout',
        message: `No answer from ${addressOf(fault.url)} within ${fault.timeoutMs} ms.`,
        remedy: '',
      };
    case 'status':
      return explainStatusFault(fault);
  }
}
