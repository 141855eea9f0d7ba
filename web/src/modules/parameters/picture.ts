/** As much as the server takes. */
const MOST_BYTES = 40 * 1024;
const MOST_PIXELS = 1024;
export const PICTURE_TYPES = 'image/png,image/jpeg,image/webp';
/** How many pixels wide a picture that is too large is drawn anew, until it fits. */
const WIDTHS = [480, 320, 200, 120];

/** Why a file cannot be a picture here; keys of the catalogues. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  constructor(readonly reason: 'parameters.picture_type' | 'parameters.picture_unreadable' | 'parameters.picture_large') {
    super(reason);
  }
}

function addressOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new PictureError('parameters.picture_unreadable'));
    reader.readAsDataURL(file);
  });
}

async function redrawn(picture: ImageBitmap, width: number): Promise<Blob | null> {
  const scale = Math.min(1, width / picture.width, width / picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** The file as a `data:` address; drawn smaller when it is larger than the server takes. */
export async function pictureOf(file: File): Promise<string> {
  if (!PICTURE_TYPES.split(',').includes(file.type)) throw new PictureError('parameters.picture_type');
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) throw new PictureError('parameters.picture_unreadable');
  try {
    if (file.size <= MOST_BYTES && Math.max(picture.width, picture.height) <= MOST_PIXELS) return await addressOf(file);
    for (const width of WIDTHS) {
      const smaller = await redrawn(picture, width);
      if (smaller && smaller.size <= MOST_BYTES) return await addressOf(smaller);
    }
  } finally {
    picture.close();
  }
  throw new PictureError('parameters.picture_large');
}
