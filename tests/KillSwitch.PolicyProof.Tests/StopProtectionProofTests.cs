using KillSwitch.Core.Denies;

namespace KillSwitch.PolicyProof.Tests;

/// <summary>Each case: what the stopped caller asks for, and what must come of it.</summary>
public sealed class StopProtectionProof : IAsyncLifetime
{
    private const string Account = "arn:aws:iam::111122223333:";
    private const string GovCloud = "arn:aws-us-gov:iam::111122223333:";

    public static readonly (string Name, string Action, string Resource, (string Key, string Value)? Context, Decision Expected)[] Cases =
    [
        ("detach the stop from its own role", "iam:DetachRolePolicy", Account
            + "role/app", ("iam:PolicyARN", Account + "policy/killswitch/x"), Decision.Denied),
        ("detach the stop in another partition", "iam:DetachRolePolicy", GovCloud
            + "role/app", ("iam:PolicyARN", GovCloud + "policy/killswitch/x"), Decision.Denied),
        ("detach the stop from its own user", "iam:DetachUserPolicy", Account
            + "user/app", ("iam:PolicyARN", Account + "policy/killswitch/x"), Decision.Denied),
        ("detach the stop from its group", "iam:DetachGroupPolicy", Account
            + "group/app", ("iam:PolicyARN", Account + "policy/killswitch/x"), Decision.Denied),
        ("detach another policy", "iam:DetachRolePolicy", Account + "role/app", ("iam:PolicyARN", Account + "policy/x"), Decision.Allowed),
        ("detach a policy of a path that begins alike", "iam:DetachRolePolicy", Account
            + "role/app", ("iam:PolicyARN", Account + "policy/killswitch-docs/x"), Decision.Allowed),
        ("detach an AWS managed policy", "iam:DetachRolePolicy", Account
            + "role/app", ("iam:PolicyARN", "arn:aws:iam::aws:policy/ReadOnlyAccess"), Decision.Allowed),
        ("leave the group of the stopped", "iam:RemoveUserFromGroup", Account + "group/killswitch/x", null, Decision.Denied),
        ("move the group of the stopped", "iam:UpdateGroup", Account + "group/killswitch/x", null, Decision.Denied),
        ("leave another group", "iam:RemoveUserFromGroup", Account + "group/x", null, Decision.Allowed),
        .. from verb in (string[])["CreatePolicyVersion", "SetDefaultPolicyVersion", "DeletePolicyVersion", "DeletePolicy"]
           from policy in (string[])["killswitch/x", "killswitch/stack/x", "x"]
           select ($"{verb} of {policy}", $"iam:{verb}", $"{Account}policy/{policy}", ((string, string)?)null, policy == "x"
               ? Decision.Allowed
               : Decision.Denied),
        .. from verb in (string[])["TagRole", "UntagRole", "TagUser", "UntagUser"]
           from key in (string[])["killswitch-stopped", "killswitch-stopped-1", "killswitch-stopped-model-1", "team"]
           select ($"{verb} with the key {key}", $"iam:{verb}", Account
               + (verb.EndsWith("Role", StringComparison.Ordinal) ? "role/app" : "user/app"), ((string, string)?)("aws:TagKeys", key),
               key == "team" ? Decision.Allowed : Decision.Denied),
    ];

    public IReadOnlyList<Outcome> Outcomes { get; private set; } = [];

    public async ValueTask InitializeAsync() => Outcomes = await Evaluator.Ask(
        Policies.With(SpendingDeny.Document()),
        [.. Cases.Select(one => new Question(Policies.StoppedAdministrator, one.Action, one.Resource, Context(one.Context)))]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Dictionary<string, string[]>? Context((string Key, string Value)? context) =>
        context is { } known ? new() { [known.Key] = [known.Value] } : null;
}

public class StopProtectionProofTests(StopProtectionProof proof) : IClassFixture<StopProtectionProof>
{
    public static TheoryData<string> Cases => [.. StopProtectionProof.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Only_what_would_undo_the_stop_is_denied(string name)
    {
        var index = Array.FindIndex(StopProtectionProof.Cases, one => one.Name == name);
        var outcome = proof.Outcomes[index];
        outcome.Request.ShouldBe(index);
        outcome.Ignored.ShouldBeEmpty();
        outcome.Decision.ShouldBe(StopProtectionProof.Cases[index].Expected);
    }
}
