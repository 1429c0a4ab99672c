declare const decimal: unique symbol

/** A number as the server sent it, such as `"12345678901234567.89"`, `"-102.88"` or `"1e-18"`. Not one digit is lost. */
export type DecimalString = string & { readonly [decimal]: true }

/** A result type with `DecimalString` for every number. */
export type Exact<Type> = Type extends number
  ? DecimalString
  : Type extends (infer Item)[]
    ? Exact<Item>[]
    : Type extends object
      ? { [Key in keyof Type]: Exact<Type[Key]> }
      : Type
