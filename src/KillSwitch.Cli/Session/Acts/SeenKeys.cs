using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Session.Acts;

/// <summary>The API keys of users, with a note of which were being changed.</summary>
internal sealed class SeenKeys(IApiKeys keys, Undertaking undertaking) : IApiKeys
{
    public ValueTask<IReadOnlyList<string>> ActiveAsync(string user, CancellationToken cancellation) =>
        keys.ActiveAsync(user, cancellation);

    public async ValueTask<IReadOnlyList<string>> SetAsync(
        string user, IReadOnlyCollection<string> ids, bool areActive, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (subject, done) = ("keys/" + user, areActive ? "reactivated" : "deactivated");
        undertaking.Tell(
            subject, $"some of the API keys of `user/{PlainText.Of(user)}` may be {done}: the same command again finishes it");
        var wrong = await keys.SetAsync(user, ids, areActive, cancellation);
        if (wrong.Count == 0)
            undertaking.Tell(subject, $"the API keys of `user/{PlainText.Of(user)}` are {done}");
        return wrong;
    }
}
