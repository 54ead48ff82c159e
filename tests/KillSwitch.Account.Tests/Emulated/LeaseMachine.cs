using System.Text.Json;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// The state machine of the lease, as the CDK deployed it, run by the emulator's interpreter of the Amazon States Language. The
/// interpreter cannot run two executions of one machine: each is of a machine of its own, with the same definition.
/// </summary>
internal sealed class LeaseMachine(Deployment account)
{
    private const string Arn = "arn:aws:states:us-east-1:123456789012:stateMachine:";

    public async Task<string> DefinitionAsync() =>
        JsonDocument.Parse(
            (await account.AwsAsync(account.Admin, "stepfunctions", "describe-state-machine", "--state-machine-arn", Arn
            + "KillSwitch-lease", "--output", "json")).Succeeded())
            .RootElement.GetProperty("definition").GetString()!;

    /// <summary>What the schedule does every minute. Returns <c>SUCCEEDED</c>, or the error of its failure.</summary>
    /// <param name="definition">A changed one; null for the deployed.</param>
    public async Task<string> RunAsync(string? definition = null)
    {
        definition ??= await DefinitionAsync();
        using var admin = new AccountAdmin(account.Server);
        await admin.RunStateMachinesAsync(true);
        try
        {
            var name = $"lease-{Guid.NewGuid():N}";
            (await account.AwsAsync(account.Admin, "stepfunctions", "create-state-machine", "--name", name, "--type", "EXPRESS",
                "--definition", definition, "--role-arn", "arn:aws:iam::123456789012:role/machine")).Succeeded();
            (await account.AwsAsync(account.Admin, "stepfunctions", "start-execution", "--state-machine-arn", Arn
                + name, "--name", name, "--input", "{}")).Succeeded();
            JsonElement execution;
            do
            {
                execution = JsonDocument.Parse(
                    (await account.AwsAsync(account.Admin, "stepfunctions", "describe-execution", "--execution-arn",
                    $"arn:aws:states:us-east-1:123456789012:execution:{name}:{name}", "--output", "json")).Succeeded()).RootElement;
            }
            while (execution.GetProperty("status").GetString() == "RUNNING");
            (await account.AwsAsync(account.Admin, "stepfunctions", "delete-state-machine", "--state-machine-arn", Arn + name)).Succeeded();
            return execution.TryGetProperty("error", out var error) && error.GetString() is { } text
                ? text
                : execution.GetProperty("status").GetString()!;
        }
        finally
        {
            await admin.RunStateMachinesAsync(false);
        }
    }
}
