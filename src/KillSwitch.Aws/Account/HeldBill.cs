using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Bills;
using KillSwitch.Engine.PriceLists;
using KillSwitch.Engine.Routes;

namespace KillSwitch.Aws.Account;

/// <summary>AWS's bill, for somebody who holds it against what a guard metered.</summary>
public static class HeldBill
{
    public static async Task<BillReader> ReaderAsync(
        Guard guard, Policy policy, TimeProvider clock, CancellationToken cancellation)
    {
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var prices = await ListedBook.ReadAsync(guard.Prices, policy, cancellation);
        return new BillReader(guard.Bill, guard.Ledger, prices, calendar, guard.Place.Account)
        {
            Reconciler = await KeptMetrics.ReconcilerAsync(guard, policy, calendar, clock, cancellation),
            // What the guard has asked; a person needs no permission to ask.
            Routes = new RouteBook(routes: null, guard.Memory, clock),
        };
    }
}
