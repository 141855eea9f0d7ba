import {
  ArrayInput,
  BooleanInput,
  FormDataConsumer,
  ReferenceInput,
  required,
  SelectInput,
  SimpleForm,
  SimpleFormIterator,
  TextInput,
} from 'react-admin';
import { ROLE_SCOPES } from '../../api/types';
import { useT } from '../../base/i18n';
import { RoleSelect, useProvinces } from './roles';

const SHAPE = { maxWidth: 720, '& .MuiFormControl-root': { width: '100%' } };
const LANGUAGES = [
  { id: 'fr', name: 'language.fr' },
  { id: 'en', name: 'language.en' },
];

/** The same form for a new account and for one that is there. */
export function UserForm({ fresh = false }: { fresh?: boolean }) {
  const t = useT();
  const scopes = ROLE_SCOPES.map((id) => ({ id, name: `role_scope.${id}` }));
  return (
    <SimpleForm sx={SHAPE}>
      <TextInput source="last_name" />
      <TextInput source="first_name" />
      <TextInput source="username" validate={required()} autoComplete="off" />
      <TextInput source="email" type="email" autoComplete="off" parse={(value: string) => value || null} />
      <TextInput source="phone" parse={(value: string) => value || null} />
      <SelectInput source="language" choices={LANGUAGES} defaultValue="fr" validate={required()} />
      <ReferenceInput source="agency_id" reference="agencies">
        <SelectInput label="resources.users.fields.agency_id" parse={(value: string) => value || null} />
      </ReferenceInput>
      <ReferenceInput source="service_id" reference="services">
        <SelectInput label="resources.users.fields.service_id" parse={(value: string) => value || null} />
      </ReferenceInput>
      <ArrayInput source="roles" defaultValue={[]}>
        <SimpleFormIterator inline disableReordering disableClear getItemLabel={false}>
          <RoleSelect source="code" label={t('users.role')} validate={required()} helperText={false} />
          <SelectInput
            source="scope"
            label={t('users.scope')}
            choices={scopes}
            defaultValue="agency"
            validate={required()}
            helperText={false}
          />
          <FormDataConsumer>
            {({ scopedFormData }) => <Where scope={scopedFormData?.scope} province={scopedFormData?.province} />}
          </FormDataConsumer>
        </SimpleFormIterator>
      </ArrayInput>
      {fresh && (
        <BooleanInput source="invite" label="users.by_invitation" helperText="users.by_password" defaultValue={false} />
      )}
    </SimpleForm>
  );
}

/** Which agency or province, when the role holds for one. */
function Where({ scope, province }: { scope: string | undefined; province: string | null | undefined }) {
  const t = useT();
  if (scope === 'agency')
    return (
      <ReferenceInput source="agency_id" reference="agencies">
        <SelectInput
          label={t('resources.users.fields.agency')}
          emptyText={t('users.own_agency')}
          parse={(value: string) => value || null}
          helperText={false}
        />
      </ReferenceInput>
    );
  if (scope === 'province')
    return <Province given={province} />;
  return null;
}

/** Of those that agencies lie in; one that was given before stays to be seen. */
function Province({ given }: { given?: string | null }) {
  const t = useT();
  const provinces = useProvinces();
  const choices = [...new Set([...provinces, ...(given ? [given] : [])])].map((id) => ({ id, name: id }));
  return (
    <SelectInput
      source="province"
      label={t('users.province')}
      choices={choices}
      translateChoice={false}
      validate={required()}
      helperText={choices.length === 0 ? t('users.no_province') : false}
    />
  );
}
