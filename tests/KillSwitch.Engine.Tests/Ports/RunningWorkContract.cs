using KillSwitch.Core.Prices;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>What every source of running work must do; each adapter runs it.</summary>
public abstract class RunningWorkContract
{
    protected const string Home = "arn:aws:bedrock:us-east-1:111122223333:";
    protected const string Batch = Home + "model-invocation-job/b1";
    protected const string Evaluation = Home + "evaluation-job/e1";
    protected const string Customization = Home + "model-customization-job/c1";
    protected const string Orphan = Home + "model-invocation-job/orphan";
    protected const string Provisioned = Home + "provisioned-model/p1";
    protected const string Creator = "arn:aws:sts::111122223333:assumed-role/agent/s1";
    protected const string Role = "arn:aws:iam::111122223333:role/runner";

    protected static readonly DateTimeOffset Created = new(2026, 10, 10, 3, 4, 5, TimeSpan.Zero);

    /// <summary>A region with these four jobs, all but the orphan created by the one creator, and this capacity; nothing else.</summary>
    protected abstract IRunningWork Create();

    [Fact]
    public async Task Jobs_of_each_kind_are_found_with_their_models_role_and_time()
    {
        var found = await Create().FindAsync(default);

        found.Problems.ShouldBeEmpty();
        found.Jobs.OrderBy(job => job.Arn, StringComparer.Ordinal)
            .Select(job => (job.Kind, job.Arn, job.Name, job.Region, Models: string.Join(',', job.Models), job.RoleArn, job.CreatedAt))
            .ShouldBe(
        [
            (JobKind.Evaluation, Evaluation, "judge", "us-east-1", "anthropic.claude-opus-4-6-v1,amazon.nova-pro-v1:0", Role, Created),
            (JobKind.Customization, Customization, "tune", "us-east-1", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
                Role, Created),
            (JobKind.Batch, Batch, "night", "us-east-1", "anthropic.claude-opus-4-6-v1", Role, Created),
            (JobKind.Batch, Orphan, "nobody's", "us-east-1", "amazon.nova-pro-v1:0", Role, Created),
        ]);
    }

    [Fact]
    public async Task Capacity_is_found_with_its_units_and_how_it_was_bought() => (await Create().FindAsync(default)).Capacity
        .ShouldBe([new ProvisionedCapacity(Provisioned, "us-east-1", "amazon.titan-text-express-v1", 2, CapacityCommitment.OneMonth)]);

    [Fact]
    public async Task Who_created_a_job_is_told_and_who_is_not_known_is_missing()
    {
        var work = Create();

        var creators = await work.CreatorsAsync((await work.FindAsync(default)).Jobs, default);

        creators.Problem.ShouldBeNull();
        creators.ByJob.Keys.Order(StringComparer.Ordinal).ShouldBe([Evaluation, Customization, Batch]);
        creators.Unknown.ShouldBe([Orphan]);
        creators.ByJob.Values.ShouldAllBe(creator => creator.Principal.Name == "role/agent" && creator.Session == "s1");
    }

    [Theory]
    [InlineData(Batch)]
    [InlineData(Evaluation)]
    [InlineData(Customization)]
    public async Task A_job_is_stopped_once_and_over_after_that(string arn)
    {
        var work = Create();
        var job = (await work.FindAsync(default)).Jobs.Single(job => job.Arn == arn);

        (await work.StopAsync(job, default)).ShouldBeOfType<JobEnd.Stopped>();
        (await work.FindAsync(default)).Jobs.ShouldNotContain(other => other.Arn == arn);
        (await work.StopAsync(job, default)).ShouldBeOfType<JobEnd.Over>();
    }
}
