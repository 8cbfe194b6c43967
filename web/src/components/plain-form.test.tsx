import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { renderPage } from '../testing/render-page.tsx'
import { EmailField, PasswordField } from './fields.tsx'
import { PlainForm } from './plain-form.tsx'
import { Press } from './press.tsx'

const onSubmit = vi.fn<(fields: FormData) => void>()

test('what is missing is said in the language of the page, and nothing is sent before it is right', async () => {
  const { user } = await renderPage(
    <PlainForm onSubmit={onSubmit}>
      <EmailField />
      <PasswordField fresh label="Contraseña nueva" />
      <Press type="submit">Guardar</Press>
    </PlainForm>,
    { language: 'es' },
  )
  const send = () => user.click(screen.getByRole('button', { name: 'Guardar' }))
  const email = screen.getByRole('textbox', { name: 'Correo electrónico' })
  const password = screen.getByLabelText('Contraseña nueva')

  await user.type(email, 'mali')
  await user.type(password, 'corta')
  await send()
  expect(screen.getByText('Esto no parece un correo electrónico.')).toBeTruthy()
  expect(screen.getByText('Al menos 10 caracteres.')).toBeTruthy()
  expect(document.activeElement).toBe(email)
  expect(onSubmit).not.toHaveBeenCalled()

  await user.type(email, '@escuela.example')
  await user.type(password, ' y larga')
  await send()
  expect(onSubmit).toHaveBeenCalledTimes(1)
  expect(onSubmit.mock.calls[0]?.[0].get('email')).toBe('mali@escuela.example')
})
