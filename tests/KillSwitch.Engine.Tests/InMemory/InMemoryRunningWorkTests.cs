using KillSwitch.Core.Prices;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.InMemory;

public class InMemoryRunningWorkTests : RunningWorkContract
{
    protected override IRunningWork Create()
    {
        var work = new InMemoryRunningWork("us-east-1");
        work.Run(new RunningJob(JobKind.Batch, Batch, "night", "us-east-1", ["anthropic.claude-opus-4-6-v1"], Role, Created), Creator);
        work.Run(new RunningJob(JobKind.Batch, Orphan, "nobody's", "us-east-1", ["amazon.nova-pro-v1:0"], Role, Created));
        work.Run(new RunningJob(JobKind.Evaluation, Evaluation, "judge", "us-east-1",
            ["anthropic.claude-opus-4-6-v1", "amazon.nova-pro-v1:0"], Role, Created), Creator);
        work.Run(new RunningJob(JobKind.Customization, Customization, "tune", "us-east-1",
            ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"], Role, Created), Creator);
        work.Capacity.Add(
            new ProvisionedCapacity(Provisioned, "us-east-1", "amazon.titan-text-express-v1", 2, CapacityCommitment.OneMonth));
        return work;
    }
}
