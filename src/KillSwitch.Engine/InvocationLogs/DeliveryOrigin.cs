namespace KillSwitch.Engine.InvocationLogs;

/// <summary>Where a delivery says that it comes from; null for what it does not say.</summary>
/// <param name="Owner">The account.</param>
/// <param name="LogStream">The stream in it.</param>
/// <param name="Filters">The subscriptions that it came by.</param>
public sealed record DeliveryOrigin(string? Owner, string? LogGroup, string? LogStream, IReadOnlyList<string> Filters)
{
    public override string ToString() =>
        $"account {Owner ?? "?"}, log group {LogGroup ?? "?"}, stream {LogStream ?? "?"}, subscription "
            + $"{(Filters.Count == 0 ? "?" : string.Join(", ", Filters))}";
}
