import { useState } from 'react';
import { ProblemError, reasonOf } from './problem';

/** What a form sends, whether it is on its way, and what the server refused: as a whole, and by field. */
export function useSubmit() {
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** `explain` may have better words for a refusal than the server. */
  const submit = async (send: () => Promise<void>, explain?: (error: unknown) => string | undefined) => {
    setBusy(true);
    setErrors({});
    setRefusal(null);
    try {
      await send();
    } catch (error) {
      if (error instanceof ProblemError) setErrors(error.fields);
      setRefusal(explain?.(error) ?? reasonOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { submit, busy, errors, refusal };
}
