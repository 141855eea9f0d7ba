import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Id } from '../../api/types';
import { http } from '../../base/http';

const path = (id: Id) => `/api/utilisateurs/${id}/photo/`;

export const PHOTO_TYPES = 'image/jpeg,image/png';

export const putPhoto = (id: Id, photo: Blob) => http.put<void>(path(id), photo);
export const deletePhoto = (id: Id) => http.delete(path(id));

/** An address for a blob, given back when it is no longer shown. */
export function useBlobUrl(blob: Blob | null | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

/** A photo needs the access token, so an `img` cannot fetch it by itself. */
export function usePhoto(id: Id, hasPhoto: boolean, version: number): string | null {
  const { data } = useQuery({
    queryKey: ['visitors', 'photo', id, version],
    enabled: hasPhoto,
    staleTime: Infinity,
    queryFn: ({ signal }) => http.blob(path(id), signal),
  });
  return useBlobUrl(hasPhoto ? data : null);
}
