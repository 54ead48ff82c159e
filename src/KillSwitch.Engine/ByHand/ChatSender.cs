using System.Buffers;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.ByHand;

/// <summary>
/// Who sent a message, by what SQS itself says of it: the id of a user, or of a role with the name of its session. The message has no say
/// in it. An id is given once: a role of the same name that is made later is another.
/// </summary>
public abstract record ChatSender
{
    private static readonly SearchValues<char> OfSession =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-");

    private ChatSender()
    {
    }

    /// <param name="senderId"><c>AROA…:SESSION</c> or <c>AIDA…</c>; of root and of who is federated it is something else.</param>
    /// <param name="principals">The account.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">IAM does not say who there is: it may be asked again.</exception>
    public static async ValueTask<ChatSender> OfAsync(string senderId, IPrincipalList principals, CancellationToken cancellation)
    {
        var (id, session) = senderId.IndexOf(':', StringComparison.Ordinal) is >= 0 and var at
            ? (senderId[..at], senderId[(at + 1)..])
            : (senderId, null);
        if (id.Length == 0 || session is { Length: 0 or > 64 } || session.AsSpan().IndexOfAnyExcept(OfSession) >= 0)
            return new Unknown();
        var everyone = await principals.ReadAsync(cancellation) switch
        {
            PrincipalListing.Read read => read.Everyone,
            PrincipalListing.Refused refused => throw new IOException($"IAM does not say who pressed a button: {refused.Reason}"),
            _ => throw new InvalidOperationException("a listing is read or refused"),
        };
        return everyone.FirstOrDefault(one => one.Id == id)?.Principal switch
        {
            { Kind: PrincipalKind.Role } role when session is not null => new Known(role, SessionArn(role, session)),
            { Kind: PrincipalKind.User } user when session is null => new Known(user, user.Arn),
            _ => new Unknown(),
        };
    }

    private static string SessionArn(Principal role, string session) =>
        role.Arn.Split(':') is [_, var partition, _, _, var account, ..]
            ? $"arn:{partition}:sts::{account}:assumed-role/{role.Name["role/".Length..]}/{session}"
            : throw new InvalidOperationException($"`{role.Arn}` is no ARN of a role");

    /// <param name="Principal">With its path and its tags.</param>
    /// <param name="Arn">As it is kept: of a role's session that of STS.</param>
    public sealed record Known(Principal Principal, string Arn) : ChatSender;

    /// <summary>Root, somebody federated, another account's, or one who is gone.</summary>
    public sealed record Unknown : ChatSender;
}
