using KillSwitch.Aws.Leases;
using KillSwitch.Core.Leases;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Aws.Tests.Leases;

/// <summary>What a lease is, on the table and in memory.</summary>
public class DynamoLeaseBookTests(MotoServer server)
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_renewal_moves_the_lease_on_and_never_back(bool isDynamo)
    {
        var book = await BookAsync(isDynamo);
        (await book.ReadAsync(default)).ShouldBeNull();

        await book.RenewAsync(Now, Now + Length, default);
        await book.RenewAsync(Now.AddMinutes(-1), Now.AddMinutes(-1) + Length, default);
        (await book.ReadAsync(default)).ShouldBe(new Lease(Now, Now + Length));

        await book.RenewAsync(Now.AddMinutes(1), Now.AddMinutes(1) + Length, default);
        (await book.ReadAsync(default)).ShouldBe(new Lease(Now.AddMinutes(1), Now.AddMinutes(1) + Length));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Why_it_is_withheld_is_kept_with_its_first_time_until_the_next_renewal(bool isDynamo)
    {
        var book = await BookAsync(isDynamo);
        await book.RenewAsync(Now, Now + Length, default);
        await book.WithholdAsync("logging is off", Now.AddMinutes(1), default);
        await book.WithholdAsync("the meter fails", Now.AddMinutes(2), default);
        (await book.ReadAsync(default)).ShouldBe(new Lease(Now, Now + Length, "the meter fails", Now.AddMinutes(1)));

        await book.RenewAsync(Now.AddMinutes(3), Now.AddMinutes(3) + Length, default);
        (await book.ReadAsync(default)).ShouldBe(new Lease(Now.AddMinutes(3), Now.AddMinutes(3) + Length));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Withholding_what_was_never_made_leaves_it_holding_for_nobody(bool isDynamo)
    {
        var book = await BookAsync(isDynamo);
        await book.WithholdAsync("blind", Now, default);
        (await book.ReadAsync(default))!.IsLapsed(Now).ShouldBeTrue();
    }

    [Fact]
    public async Task A_deployment_makes_it_once_and_a_first_one_begins_anew()
    {
        var book = new DynamoLeaseBook(await Tables.CreateAsync(server));
        await book.PrepareAsync(afresh: false, default);
        (await book.ReadAsync(default)).ShouldBe(new Lease(null, Lease.NotBegun));

        await book.RenewAsync(Now, Now + Length, default);
        await book.PrepareAsync(afresh: false, default);
        (await book.ReadAsync(default)).ShouldBe(new Lease(Now, Now + Length));

        await book.PrepareAsync(afresh: true, default);
        (await book.ReadAsync(default)).ShouldBe(new Lease(null, Lease.NotBegun));
    }

    private async Task<ILeaseBook> BookAsync(bool isDynamo) =>
        isDynamo ? new DynamoLeaseBook(await Tables.CreateAsync(server)) : new InMemoryLeaseBook();
}
