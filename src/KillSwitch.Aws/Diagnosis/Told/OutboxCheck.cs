using KillSwitch.Aws.Diagnosis.Checks;

namespace KillSwitch.Aws.Diagnosis.Told;

/// <summary>Nothing waits that could not be told.</summary>
internal sealed class OutboxCheck() : Check("outbox", ChainPart.Telling, "dynamodb:Query")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge(await account.Guard.Waiting.CountAsync(cancellation));

    internal static Finding Judge(int waiting) => waiting == 0
        ? Finding.Ok("no message waits to be told")
        : Finding.Fault($"{waiting} {(waiting == 1 ? "message" : "messages")} could not be published and "
            + $"{(waiting == 1 ? "waits" : "wait")}",
            "look whether the topic is there and lets the guard publish; the watch sends them again every minute");
}
