// Numbers as Go prints them, for text that has to be what Docker's own programs print.
// The difference: where a number lies exactly between two results, Go takes the even digit and JavaScript the larger number.

/** Decimals that JavaScript can write. A number that lies exactly between two results of fewer decimals has fewer than this. */
const MOST_DECIMALS = 100

/** `value`, from 0 to 1e21, with so many decimals: Go's `%.2f` for 2. */
export function goFixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  const exact = value.toFixed(MOST_DECIMALS)
  const end = exact.indexOf('.') + 1 + decimals
  const isBetween = /^50*$/.test(exact.slice(end))
  if (!isBetween || Number(text.at(-1)) % 2 === 0) return text
  return exact.slice(0, decimals === 0 ? end - 1 : end)
}

/** `value`, from 0.0001 to 1e21 or 0, with so many significant digits and no zeros at its end: Go's `%.4g` for 4. */
export function goShort(value: number, digits: number): string {
  const [, power] = value.toExponential().split('e')
  const rounded = Number(goFixed(value, Math.max(0, digits - 1 - Number(power))))
  if (rounded < 10 ** digits) return String(rounded)
  const [mantissa, exponent] = rounded.toExponential(digits - 1).split('e+') as [string, string]
  return `${Number(mantissa)}e+${exponent.padStart(2, '0')}`
}
