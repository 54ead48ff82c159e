using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;

namespace KillSwitch.Core.Tests.RunningWork;

public class BatchOutputTests
{
    [Theory]
    [InlineData("acme-batch", "s3://acme-batch/", true)]
    [InlineData("acme-batch", "s3://acme-batch/night/of/all/", true)]
    [InlineData("acme-batch/night", "s3://acme-batch/night/", true)]
    [InlineData("acme-batch/night", "s3://acme-batch/night/of/all", true)]
    [InlineData("acme-batch/night", "s3://acme-batch/nightly/", false)]
    [InlineData("acme-batch/night", "s3://acme-batch/", false)]
    [InlineData("acme-batch", "s3://acme-batch-2/", false)]
    public void A_place_holds_what_is_below_it(string place, string output, bool isHeld) =>
        BatchOutput.Parse(place).ShouldNotBeNull().Holds(BatchOutput.OfUri(output).ShouldNotBeNull()).ShouldBe(isHeld);

    [Theory]
    [InlineData("s3://acme-batch", "j1/manifest.json.out")]
    [InlineData("s3://acme-batch/", "j1/manifest.json.out")]
    [InlineData("s3://acme-batch/night/", "night/j1/manifest.json.out")]
    [InlineData("s3://acme-batch/a b/ü/", "a b/ü/j1/manifest.json.out")]
    public void The_manifest_lies_under_the_jobs_id(string output, string key) =>
        BatchOutput.OfUri(output).ShouldNotBeNull().ManifestOf("j1").ShouldBe(key);

    [Theory]
    [InlineData("")]
    [InlineData("https://acme-batch/night")]
    [InlineData("s3:///night")]
    public void What_is_no_place_in_S3_is_none(string output) => BatchOutput.OfUri(output).ShouldBeNull();

    [Fact]
    public void What_a_person_wrote_is_read_back_from_the_environment()
    {
        foreach (var text in (string[])["none", "acme-batch", "acme-batch/night,acme-evals"])
            BatchOutputs.Parse(text).ToString().ShouldBe(text);
        BatchOutputs.Parse(null).ShouldBe(BatchOutputs.Unsaid);
        BatchOutputs.Parse("none").AreWanted.ShouldBeFalse();
    }

    [Fact]
    public void A_job_is_one_record_of_its_end_with_its_id_and_every_answer()
    {
        var job = new EndedBatchJob(
            new RunningJob(JobKind.Batch, "arn:aws:bedrock:us-west-2:111122223333:model-invocation-job/abc123", "night", "us-west-2",
                ["arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-pro-v1:0"], null, null),
            new DateTimeOffset(2026, 11, 3, 4, 5, 6, 789, TimeSpan.Zero), "s3://acme-batch/");

        var record = job.Record("111122223333", Caller.None, new BatchManifest(50, new TokenUsage(100, 20)));

        record.Id.ShouldBe(new RecordId("111122223333", "us-west-2", "model-invocation-job/abc123"));
        record.Timestamp.ShouldBe(new DateTimeOffset(2026, 11, 3, 4, 5, 6, TimeSpan.Zero));
        (record.Model.Id, record.Calls, record.Tier, record.IsBatchJob, record.IsRefused)
            .ShouldBe(("amazon.nova-pro-v1:0", 50, ServiceTier.Batch, true, false));
    }
}
