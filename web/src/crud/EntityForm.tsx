import { cloneElement } from 'react';
import {
  BooleanInput,
  Create,
  DateInput,
  Edit,
  email,
  NumberInput,
  type RaRecord,
  required,
  SimpleForm,
  TextInput,
} from 'react-admin';
import { type Entity, type Field, fieldsOn } from './entity';

function inputOf<T>({ source, kind, input, required: needed }: Field<T>) {
  if (input) return cloneElement(input, { key: source });
  const validate = needed ? [required()] : [];
  switch (kind) {
    case 'long':
      return <TextInput key={source} source={source} validate={validate} multiline minRows={3} />;
    case 'email':
      return <TextInput key={source} source={source} validate={[...validate, email()]} type="email" />;
    case 'phone':
      return <TextInput key={source} source={source} validate={validate} type="tel" />;
    case 'day':
      return <DateInput key={source} source={source} validate={validate} />;
    case 'yes':
      return <BooleanInput key={source} source={source} />;
    case 'number':
      return <NumberInput key={source} source={source} validate={validate} />;
    default:
      return <TextInput key={source} source={source} validate={validate} />;
  }
}

/** The inputs of an entity, for a form of its own shape. */
export function inputsOf<T>(entity: Entity<T>) {
  return fieldsOn(entity, 'form').map(inputOf);
}

const SHAPE = { maxWidth: 560, '& .MuiFormControl-root': { width: '100%' } };

export function EntityCreate<T extends RaRecord>({ entity }: { entity: Entity<T> }) {
  return (
    <Create redirect="show">
      <SimpleForm sx={SHAPE}>{inputsOf(entity)}</SimpleForm>
    </Create>
  );
}

export function EntityEdit<T extends RaRecord>({ entity }: { entity: Entity<T> }) {
  return (
    <Edit mutationMode="pessimistic" redirect="show">
      <SimpleForm sx={SHAPE}>{inputsOf(entity)}</SimpleForm>
    </Edit>
  );
}
