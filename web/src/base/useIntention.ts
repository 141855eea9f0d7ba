import { useRef } from 'react';
import { newKey } from './http';
import { isTransient } from './problem';

/** Asking again by hand for what the server left unanswered counts once: the same wish keeps its key. */
export function useIntention() {
  const keys = useRef(new Map<string, string>());
  return async <T>(wish: object, send: (idempotencyKey: string) => Promise<T>): Promise<T> => {
    const name = JSON.stringify(wish);
    const key = keys.current.get(name) ?? newKey();
    keys.current.set(name, key);
    try {
      const answer = await send(key);
      keys.current.delete(name);
      return answer;
    } catch (error) {
      if (!isTransient(error)) keys.current.delete(name);
      throw error;
    }
  };
}
