import type { ProblemDocument } from '../api/types';

/** The server's refusal, or the lack of an answer (`status` 0). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly retryAfterS: number | undefined;
  /** What there is to pay now, when it is not what was told (`price_changed`). */
  readonly price: ProblemDocument['price'];
  /** The day to confirm (`day_unconfirmed`). */
  readonly today: ProblemDocument['today'];
  /** Messages by field. */
  readonly fields: Readonly<Record<string, string>>;
  /** The shape react-admin's forms read to show a message under its field. */
  readonly body: { errors: Readonly<Record<string, string>> };

  constructor(problem: Partial<ProblemDocument> & { status: number }, retryAfterS?: number) {
    super(problem.detail || problem.title || `HTTP ${problem.status}`);
    this.status = problem.status;
    this.code = problem.code ?? (problem.status === 0 ? 'network' : `http_${problem.status}`);
    this.requestId = problem.request_id;
    this.retryAfterS = retryAfterS;
    this.price = problem.price;
    this.today = problem.today;
    this.fields = Object.fromEntries((problem.errors ?? []).map((error) => [error.field, error.message]));
    this.body = { errors: this.fields };
  }
}

export const TRANSIENT: ReadonlySet<number> = new Set([0, 502, 503, 504]);

/** No answer, or one that says to come back: the same request may succeed later. */
export function isTransient(error: unknown): boolean {
  return error instanceof ProblemError && TRANSIENT.has(error.status);
}

/** Reads a refused response, whatever its body is. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const retryAfterS = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined;
  const document = (await response.json().catch(() => ({}))) as Partial<ProblemDocument>;
  return new ProblemError({ ...document, status: response.status }, retryAfterS);
}

/** The sentence to show for whatever was thrown; what is wrong with a field says more than that a field is wrong. */
export function reasonOf(error: unknown): string {
  if (error instanceof ProblemError) return Object.values(error.fields).join(' ') || error.message;
  return error instanceof Error ? error.message : String(error);
}
