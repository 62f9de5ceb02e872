import django.db.models.deletion
import django.utils.timezone
import intranet.accounts.models.user
import intranet.core.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_alter_user_username'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('ideas', '0003_author_may_be_unknown'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclineReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('label_en', models.CharField(max_length=120, verbose_name='in English')),
                ('label_fr', models.CharField(max_length=120, verbose_name='in French')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'reason to decline',
                'verbose_name_plural': 'reasons to decline',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CoAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='co_author_rows', to='ideas.idea')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='co_authored', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'co-author',
                'verbose_name_plural': 'co-authors',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('idea', 'user'), name='ideas_coauthor_once')],
            },
        ),
        migrations.CreateModel(
            name='Rulebook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('rules', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('why', models.TextField(blank=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rulebooks', to='ideas.campaign')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'rulebook',
                'verbose_name_plural': 'rulebooks',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'number'), name='ideas_rulebook_once')],
            },
        ),
        migrations.CreateModel(
            name='Elector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='electors', to='ideas.rulebook')),
            ],
            options={
                'verbose_name': 'elector',
                'verbose_name_plural': 'electors',
                'constraints': [models.UniqueConstraint(fields=('rulebook', 'user'), name='ideas_elector_once')],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('opens_at', models.DateTimeField(verbose_name='opens')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes')),
                ('acts', models.JSONField(default=list, verbose_name='what is open')),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='ideas.campaign')),
            ],
            options={
                'verbose_name': 'phase',
                'verbose_name_plural': 'phases',
                'ordering': ['opens_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('opened_at', None)), fields=['opens_at'], name='ideas_phase_to_open'), models.Index(condition=models.Q(('closed_at', None)), fields=['closes_at'], name='ideas_phase_to_close')],
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('decision', 'Decision'), ('appeal', 'Answer to an appeal'), ('author', 'Step of the author'), ('merge', 'Merging')], default='decision', max_length=20),
        ),
        migrations.AddField(
            model_name='decision',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='idea',
            name='amends',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name='idea',
            name='answer_due_at',
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='idea',
            name='answer_overdue_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='idea',
            name='answer_owner',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='idea',
            name='answer_reminded_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='idea',
            name='answers',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='idea',
            name='author_ids',
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name='idea',
            name='cost',
            field=models.PositiveBigIntegerField(blank=True, editable=False, null=True, verbose_name='cost'),
        ),
        migrations.AddField(
            model_name='idea',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_here', to='ideas.idea'),
        ),
        migrations.AddField(
            model_name='idea',
            name='parts',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='idea',
            name='split_from',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='split_out', to='ideas.idea'),
        ),
        migrations.AddField(
            model_name='idearevision',
            name='answers',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='idearevision',
            name='cost',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='idea',
            name='co_authors',
            field=models.ManyToManyField(blank=True, editable=False, related_name='+', through='ideas.CoAuthor', through_fields=('idea', 'user'), to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='reason',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.declinereason', verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='about',
            field=intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='about'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='answer_days',
            field=models.PositiveSmallIntegerField(default=30, verbose_name='days to answer an idea'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='audience',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='campaign',
            name='ended_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='campaign',
            name='image',
            field=models.CharField(blank=True, max_length=64, verbose_name='image'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='language',
            field=models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=5, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='method',
            field=models.CharField(choices=[('support', 'Support: one each'), ('tokens', 'Tokens: a number of them for each person'), ('budget', 'Budget: ideas with a cost share a total'), ('pairwise', 'Duels: two ideas at a time')], default='support', max_length=20, verbose_name='way of voting'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='only_participants_see',
            field=models.BooleanField(default=False, verbose_name='only participants see it'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='participants',
            field=models.ManyToManyField(blank=True, related_name='campaigns', to='accounts.department', verbose_name='participants'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='published_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='campaign',
            name='remind_days',
            field=models.PositiveSmallIntegerField(default=3, verbose_name='days before a close to remind'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='rules',
            field=intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='rules'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='schedule',
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name='campaign',
            name='settings',
            field=models.JSONField(blank=True, default=dict, verbose_name='voting rules'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='sponsor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sponsor'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='taking_part',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='tally_hidden_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='campaign',
            name='theme',
            field=models.CharField(blank=True, max_length=200, verbose_name='theme'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='time_zone',
            field=models.CharField(default='Europe/Paris', max_length=64, validators=[intranet.accounts.models.user.validate_time_zone], verbose_name='time zone'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='campaign',
            name='voting_halted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='campaign',
            name='rulebook',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.rulebook'),
        ),
        migrations.AddField(
            model_name='support',
            name='via',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.idea'),
        ),
        migrations.AddField(
            model_name='supportevent',
            name='moved',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='decision',
            name='from_status',
            field=models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('needs_more', 'More asked'), ('planned', 'Planned'), ('pilot', 'Being tried'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged'), ('split', 'Split')], max_length=20),
        ),
        migrations.AlterField(
            model_name='decision',
            name='to_status',
            field=models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('needs_more', 'More asked'), ('planned', 'Planned'), ('pilot', 'Being tried'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged'), ('split', 'Split')], max_length=20),
        ),
        migrations.AlterField(
            model_name='idea',
            name='status',
            field=models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('needs_more', 'More asked'), ('planned', 'Planned'), ('pilot', 'Being tried'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged'), ('split', 'Split')], default='submitted', editable=False, max_length=20, verbose_name='status'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='ended_why',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='campaign',
            name='fields',
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('from_status', 'declined'), ('kind', 'author')), fields=('idea',), name='ideas_one_appeal'),
        ),
    ]
