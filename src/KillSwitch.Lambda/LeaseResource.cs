using KillSwitch.Aws.Account;
using KillSwitch.Lambda.CustomResource;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>
/// A custom resource of its own, as a lease comes and goes without the stack: it makes the lease before anything reads it, and takes its
/// deny off everybody when nothing attaches it any more.
/// </summary>
internal sealed class LeaseResource(Guard guard, JsonLog log)
{
    private const string Policy = "leasePolicyArn";

    public async Task HandleAsync(ResourceEvent request, CancellationToken cancellation)
    {
        if (request.RequestType != "Delete")
        {
            await guard.LeaseBook.PrepareAsync(afresh: request.RequestType == "Create", cancellation);
            return;
        }

        // By the ARN that it was made with: the function's environment may name none any more.
        var deny = guard.LeaseDeny(request.Required(Policy));
        for (var holders = await deny.HoldersAsync(cancellation); holders.Count > 0; holders = await deny.HoldersAsync(cancellation))
        {
            foreach (var holder in holders)
            {
                await deny.LiftAsync(holder, cancellation);
                log.Warn("the deny of a lapsed lease was taken off with the lease", ("principal", holder));
            }
        }
    }
}
