/**
 * The vendor's examples of this operation: fields and values as it publishes them, the text of the message in our words. The totals of the
 * success contradict its own lines, which is no business of a client.
 */
export const vendorExamples = {
  success: {
    content: {
      balances: [
        { currencyCode: 'USD', cash: 158.5, buyingPower: 258.5 },
        { currencyCode: 'EUR', cash: 10, buyingPower: 10 },
      ],
      totalCashUsdValue: 10,
      totalBuyingPowerUsdValue: 10,
    },
    status: 'ok',
    message: '',
    errorType: '',
  },
  failure: { status: 'badRequest', message: 'A required field is missing.', errorType: 'missingField' },
}
