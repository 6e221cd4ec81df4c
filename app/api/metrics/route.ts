import { answerMetrics } from '@/lib/server/http/answer-metrics';
import { methods } from '@/lib/server/http/methods';

export const { GET, POST, PUT, PATCH, DELETE } = methods({ GET: answerMetrics });
